export { addHistogram, type Histogram, observations, quantile } from './histogram.ts';
