export type { DetailsViewProps } from './details-props.ts';
export { DetailsView } from './details-view.tsx';
