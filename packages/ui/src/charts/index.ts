export type { ChartLine } from './chart-line.ts';
export { TimeChart, type TimeChartProps } from './time-chart.tsx';
