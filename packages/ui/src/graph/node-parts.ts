import './graph-panel.css';

/** The third door of the room: what a page about one node is made of. Pages of nodes are fetched when somebody comes. */
export { amountText, nodeTitle } from './drawing/plate.ts';
export { sumTraffic } from './drawing/traffic-sum.ts';
export { missingElement } from './explain/missing-element.ts';
export { ExplainProvider } from './explain/use-explain.ts';
export { MiniGraph } from './mini-graph.tsx';
export { ElementKebab } from './page/element-kebab.tsx';
export { PictureNotices, Stopped, useIsStale } from './page/graph-states.tsx';
export { useTraffic } from './page/use-traffic.ts';
export { worstFirst } from './panel/call-list.tsx';
export { MoreCharts, RequestsChart } from './panel/course-charts.tsx';
export { emptyCallsText } from './panel/empty-calls-text.ts';
export { errorCell } from './panel/failure-text.ts';
export { HealthPopover } from './panel/health-popover.tsx';
export { mtlsCell, mtlsText } from './panel/mtls-text.ts';
export { NodeLink } from './panel/node-link.tsx';
export { NodeReasons } from './panel/node-reasons.tsx';
export { NodeIdentity } from './panel/node-sections.tsx';
export { PanelSection, SectionHeading } from './panel/panel-frame.tsx';
export { ShiftAction } from './panel/shift-action.tsx';
export { titleText } from './panel/title-text.ts';
export { TraceList } from './panel/trace-list.tsx';
export { type CourseAnswer, hasCourse, sinceOf, useCourse } from './panel/use-course.ts';
export { longerThan } from './place/longer-window.ts';
export { groupByOf, nodeIdOf } from './place/node-page.ts';
