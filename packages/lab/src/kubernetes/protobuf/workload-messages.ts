import type { Message } from './wire.ts';

const many = true;
const text = (name: string) => ({ name, as: 'text' }) as const;
const integer = (name: string) => ({ name, as: 'integer' }) as const;

const containerPort: Message = {
  1: text('name'),
  2: integer('hostPort'),
  3: integer('containerPort'),
  4: text('protocol'),
  5: text('hostIP'),
};
const container: Message = {
  1: text('name'),
  2: text('image'),
  3: { name: 'command', as: 'text', many },
  4: { name: 'args', as: 'text', many },
  5: text('workingDir'),
  6: { name: 'ports', as: containerPort, many },
  7: { name: 'env', as: { 1: text('name'), 2: text('value') }, many },
  13: text('terminationMessagePath'),
  14: text('imagePullPolicy'),
};
const podSpec: Message = {
  2: { name: 'containers', as: container, many },
  3: text('restartPolicy'),
  4: integer('terminationGracePeriodSeconds'),
  6: text('dnsPolicy'),
  7: { name: 'nodeSelector', as: 'map' },
  8: text('serviceAccountName'),
  10: text('nodeName'),
  11: { name: 'hostNetwork', as: 'boolean' },
  20: { name: 'initContainers', as: container, many },
};
const selector: Message = {
  1: { name: 'matchLabels', as: 'map' },
  2: { name: 'matchExpressions', as: { 1: text('key'), 2: text('operator'), 3: { name: 'values', as: 'text', many } }, many },
};

/** The spec of a Deployment, as far as commands that write one by themselves fill it. `metadata`: the message of ObjectMeta. */
export const deploymentSpec = (metadata: Message): Message => ({
  1: integer('replicas'),
  2: { name: 'selector', as: selector },
  3: { name: 'template', as: { 1: { name: 'metadata', as: metadata }, 2: { name: 'spec', as: podSpec } } },
  4: { name: 'strategy', as: { 1: text('type') } },
  5: integer('minReadySeconds'),
  6: integer('revisionHistoryLimit'),
  7: { name: 'paused', as: 'boolean' },
  9: integer('progressDeadlineSeconds'),
});

/** The spec of a Service. */
export const serviceSpec: Message = {
  1: {
    name: 'ports',
    as: {
      1: text('name'),
      2: text('protocol'),
      3: integer('port'),
      4: { name: 'targetPort', as: 'number-or-text' },
      5: integer('nodePort'),
      6: text('appProtocol'),
    },
    many,
  },
  2: { name: 'selector', as: 'map' },
  3: text('clusterIP'),
  4: text('type'),
  5: { name: 'externalIPs', as: 'text', many },
  7: text('sessionAffinity'),
  8: text('loadBalancerIP'),
  10: text('externalName'),
};

/** The spec of a Lease, by which controllers elect a leader. */
export const leaseSpec: Message = {
  1: text('holderIdentity'),
  2: integer('leaseDurationSeconds'),
  3: { name: 'acquireTime', as: 'instant' },
  4: { name: 'renewTime', as: 'instant' },
  5: integer('leaseTransitions'),
};

/** An Event but for its metadata. */
export const event: Message = {
  2: {
    name: 'involvedObject',
    as: Object.fromEntries(
      ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map((name, index) => [index + 1, text(name)]),
    ),
  },
  3: text('reason'),
  4: text('message'),
  5: { name: 'source', as: { 1: text('component'), 2: text('host') } },
  6: { name: 'firstTimestamp', as: 'instant' },
  7: { name: 'lastTimestamp', as: 'instant' },
  8: integer('count'),
  9: text('type'),
  10: { name: 'eventTime', as: 'instant' },
  12: text('action'),
  14: text('reportingComponent'),
  15: text('reportingInstance'),
};
