export { applyConfig, getTrafficShift } from './endpoints.ts';
export { AppliedObject, Finding, IstioObject, ObjectReference, ServiceVersion, TrafficShiftStart } from './istio.ts';
