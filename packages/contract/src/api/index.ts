export { api } from './api.ts';
export { openApi } from './openapi.ts';
