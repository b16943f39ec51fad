import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { methodNotAllowed, notSimulated } from '../status/status.ts';
import type { Call } from '../verbs/call.ts';
import { readOne } from '../verbs/read.ts';
import { logOptions } from './log-options.ts';
import { logSpan } from './log-span.ts';
import type { PodLogs } from './pod-logs.ts';
import { type ReadLines, readLog, written } from './read-log.ts';

/** Where logs come from, and how often those who follow one are told of new lines. Units: milliseconds. */
export interface LogSource {
  readonly logs: PodLogs | undefined;
  readonly followMs: number;
}

/**
 * Answers a request for a container's log as plain text. One that follows ends when the pod is gone or the reader leaves.
 * Fails: StatusError, before anything is sent.
 */
export async function streamLog(call: Call, verb: string, response: ServerResponse, { logs, followMs }: LogSource): Promise<void> {
  const { store, target, query } = call;
  if (verb !== 'get') throw methodNotAllowed();
  const pod = readOne(store, target);
  if (!logs) throw notSimulated('The log of a container');
  const options = logOptions(pod, query, store.now());
  const span = logSpan(pod, options);
  const subject = { namespace: pod.metadata.namespace ?? '', name: pod.metadata.name, container: options.container };
  const read: ReadLines = (fromMs, toMs) => logs.lines(subject, fromMs, toMs);
  const send = sender(response, options);
  response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-cache, private' });
  response.flushHeaders();

  let toMs = Math.min(span.untilMs ?? store.now(), store.now());
  for (const lines of readLog(read, Math.max(span.fromMs, options.sinceMs ?? 0), toMs, options.tailLines))
    if (!(await send(lines.map((line) => written(line, options.timestamps)).join('')))) return;
  const lives = (): boolean => store.get(target.resource, target.namespace, pod.metadata.name)?.metadata.uid === pod.metadata.uid;
  while (options.follow && span.untilMs === undefined && lives()) {
    await pause(followMs, undefined, { ref: false });
    const nowMs = store.now();
    const lines = nowMs > toMs ? read(toMs, nowMs) : [];
    toMs = Math.max(toMs, nowMs);
    if (!(await send(lines.map((line) => written(line, options.timestamps)).join('')))) return;
  }
  response.end();
}

/** Sends text at the reader's pace and counts it against the limit. The answer is false when there is no point in sending more. */
function sender(response: ServerResponse, { limitBytes }: { readonly limitBytes: number | undefined }): (text: string) => Promise<boolean> {
  let left = limitBytes ?? Number.POSITIVE_INFINITY;
  let gone = false;
  response.on('close', () => {
    gone = true;
  });
  return async (text) => {
    if (gone) return false;
    const bytes = Buffer.from(text);
    const fits = bytes.length < left;
    const part = fits ? bytes : bytes.subarray(0, left);
    left -= part.length;
    if (part.length > 0 && !response.write(part)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (!fits) response.end();
    return fits && !gone;
  };
}
