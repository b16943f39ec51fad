export { Course, ElementSeries, getElementSeries } from './series.ts';
