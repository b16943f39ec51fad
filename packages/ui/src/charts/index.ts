export { type ChartLine, TimeChart, type TimeChartProps } from './time-chart.tsx';
