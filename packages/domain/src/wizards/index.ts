export { asWritten } from './as-written.ts';
export { type Routing, startTrafficShift } from './start-traffic-shift.ts';
export { generateTrafficShift, readTrafficShift, type TrafficShift, type TrafficShiftProblem } from './traffic-shift.ts';
