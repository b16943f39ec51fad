export { Change, listChanges } from './changes.ts';
