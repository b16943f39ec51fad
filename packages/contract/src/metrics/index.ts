export { Course, ElementSeries, getElementSeries, Untold } from './series.ts';
