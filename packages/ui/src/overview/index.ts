export { OverviewView, type OverviewViewProps } from './overview-view.tsx';
