export { AppError } from './app-error.ts';
export { bind, type CallerOf, type Handler } from './bind.ts';
export type { Caller, Credentials, Identity, Visitor } from './caller.ts';
export { createGate, type Gate } from './gate.ts';
export type { SessionKeeper } from './session-keeper.ts';
export { useZod } from './use-zod.ts';
