export { TrafficShiftEditor } from './traffic-shift-editor.tsx';
