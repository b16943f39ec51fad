export { type Dirt, type DirtKind, dirtKinds } from './dirt.ts';
export { dirtyScraped } from './dirty-scraped.ts';
export { dirtySource } from './dirty-source.ts';
