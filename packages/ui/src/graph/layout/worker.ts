import type { LayoutAnswer, LayoutOrder } from './layout-client.ts';
import { layoutGraph } from './layout-graph.ts';

/** The layout's own thread: embeddings serve this file, so that even a large mesh never holds up the page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<LayoutOrder>) => void) | null;
  postMessage(answer: LayoutAnswer): void;
}

// The page's types describe a window; this file runs in a worker.
const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data: { order, input } }) => scope.postMessage({ order, positions: layoutGraph(input) });
