export { callSpans, type FoundTrace, type SpanFacts, tracedName } from './call-spans.ts';
