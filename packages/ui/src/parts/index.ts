export { DiffView } from './diff-view.tsx';
export { DropPanel } from './drop-panel.tsx';
export { LiveControl } from './live-control.tsx';
export { NamespaceSelect } from './namespace-select.tsx';
export { type TimeChoice, TimePicker } from './time-picker.tsx';
export { fixedWindow, localInput, readInstant } from './windows.ts';
export { YamlPane } from './yaml-pane.tsx';
