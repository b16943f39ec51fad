export { addHistograms, type Histogram, histogramOf, noHistogram, observations, quantiles, sumOfHistograms } from './histogram.ts';
