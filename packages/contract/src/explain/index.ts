export { Before, Cause, LastWrite } from './cause.ts';
export { RootCause, RootCauses } from './causes.ts';
export { getCauses, getExplanation, getMissing } from './endpoints.ts';
export { Evidence, EvidenceSource, NotKnown, RuledOut, SourcedEvidence } from './evidence.ts';
export { AskedQuery, CallWithin, ExplainedEnd, Explanation, Station, StationNote, Within } from './explanation.ts';
export { MissingCheck, MissingExplanation, MissingFinding, MissingStep } from './missing.ts';
export { Verdict, VerdictKind } from './verdict.ts';
