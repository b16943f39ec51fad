export { answering, type Answers, recordingHost, type Reply, type Sent, testNowMs, testSession } from './recording-host.ts';
export { type Rendered, renderView } from './render-view.tsx';
