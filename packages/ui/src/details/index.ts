export { DetailsView, type DetailsViewProps } from './details-view.tsx';
