export { createLogs } from './logs.ts';
export type { LogLine, LoggedPod, PodLogs } from './pod-logs.ts';
