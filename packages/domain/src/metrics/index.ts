export { addHistogram, type Histogram, observations, quantiles } from './histogram.ts';
