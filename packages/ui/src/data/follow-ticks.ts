import { getTicks, Tick } from '@vigla/contract/mesh';
import type { Transport } from '../host/index.ts';
import { readEvents } from './event-stream.ts';
import { requestUrl } from './request-url.ts';

interface TickListener {
  readonly onTick: (tick: Tick) => void;
  /** Whether ticks arrive. While they do not, live views poll. */
  readonly onFlow: (flowing: boolean) => void;
}

const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/**
 * Follows the server's stream of ticks until stopped, and comes back after every break: after one second, then
 * twice as long each time up to thirty, at once when the network returns.
 *
 * Fetch and not EventSource: it goes through the host's transport, so that a console's proxy gets its headers.
 */
export function followTicks(transport: Transport, { onTick, onFlow }: TickListener): () => void {
  const stop = new AbortController();
  let pauseMs = firstPauseMs;
  let wake = (): void => undefined;
  const heard = (data: string): void => {
    const tick = tickOf(data);
    if (!tick) return;
    pauseMs = firstPauseMs;
    onTick(tick);
  };
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await follow(transport, stop.signal, heard, onFlow);
      onFlow(false);
      if (stop.signal.aborted) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  };
  const online = (): void => wake();
  addEventListener('online', online);
  void run();
  return () => {
    removeEventListener('online', online);
    stop.abort();
    wake();
  };
}

/** One connection. Total: however it ends, the caller tries again. */
async function follow(transport: Transport, signal: AbortSignal, heard: (data: string) => void, onFlow: (flowing: boolean) => void) {
  const { fetch, baseUrl, headers } = transport;
  try {
    const response = await fetch(`${baseUrl}${requestUrl(getTicks, {})}`, {
      headers: { accept: 'text/event-stream', ...headers() },
      signal,
    });
    if (!response.ok || !response.body) return;
    onFlow(true);
    await readEvents(response.body, heard);
  } catch (reason) {
    // A broken stream is no failure of the page: views poll meanwhile and say themselves when their answers stay out.
    if (!signal.aborted) console.debug('The stream of ticks broke off.', reason);
  }
}

function tickOf(data: string): Tick | null {
  try {
    const parsed = Tick.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch (reason) {
    console.debug('A tick could not be read.', reason);
    return null;
  }
}
