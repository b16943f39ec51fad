export { call } from './call.ts';
export { DataProvider, useTicks } from './data-provider.tsx';
export { type FailureCode, ProblemError } from './problem-error.ts';
export { useAhead } from './use-ahead.ts';
export { type Answer, useEndpoint } from './use-endpoint.ts';
export { useNow, useServerClock } from './use-now.ts';
export { useShown } from './use-shown.ts';
export { useSessionWrite, useWrite } from './use-write.ts';
