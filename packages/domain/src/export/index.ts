export { edgesCsv, nodesCsv } from './csv.ts';
export { toDot } from './dot.ts';
export { toMermaid } from './mermaid.ts';
export type { ExportTexts } from './boxed.ts';
