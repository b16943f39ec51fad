import type { TrafficShiftStart } from '@vigla/contract/istio';

const versions = ({ virtualService, destinationRule }: TrafficShiftStart): string =>
  [virtualService, destinationRule].map((object) => object?.metadata.resourceVersion ?? '-').join();

/** Whether the cluster's objects are other ones than those a draft is built on. */
export const isNewer = (newest: TrafficShiftStart, base: TrafficShiftStart): boolean => versions(newest) !== versions(base);
