import { arrange } from './arrange.ts';
import type { LayoutAnswer, LayoutOrder } from './layout-client.ts';

/** The layout's own thread: embeddings serve this file, so that even a large mesh never holds up the page. */
addEventListener('message', ({ data: { order, input } }: MessageEvent<LayoutOrder>) => {
  const answer: LayoutAnswer = { order, positions: arrange(input) };
  // A worker has one listener, its page: there is no origin to name, and an empty list of transfers says so.
  postMessage(answer, { transfer: [] });
});
