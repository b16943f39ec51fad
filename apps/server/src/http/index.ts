export { AppError } from './app-error.ts';
export type { Caller, Credentials, Identity } from './caller.ts';
