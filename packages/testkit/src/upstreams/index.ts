export { answering } from './answering.ts';
export { type DrawnSpan, type DrawnTrace, fakeJaeger } from './fake-jaeger.ts';
export { fakePrometheus, type FakePrometheus, type PrometheusAnswer } from './fake-prometheus.ts';
export { obeying } from './obeying.ts';
