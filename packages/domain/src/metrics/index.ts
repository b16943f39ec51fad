export { addHistograms, type Histogram, histogramOf, noHistogram, observations, quantiles } from './histogram.ts';
