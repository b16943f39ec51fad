import type { KubeObject } from '@vigla/contract/objects';
import { expect, it } from 'vitest';
import { rowsOfKind } from '../resources/matrix.ts';
import { parseFieldSelector, selectedName } from './fields.ts';

const row = (kind: string) => rowsOfKind(kind)[0] ?? expect.fail(`no ${kind}`);
const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'n' },
  spec: { nodeName: 'node-1', hostNetwork: false },
  status: { phase: 'Running' },
};
const event: KubeObject = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'e' },
  involvedObject: { kind: 'Pod', name: 'p' },
  source: { component: 'kubelet' },
};

it.each<[because: string, object: KubeObject, selector: string, fits: boolean]>([
  ['nothing is asked', pod, '', true],
  ['the name fits', pod, 'metadata.name=p', true],
  ['all parts must fit', pod, 'metadata.name=p,metadata.namespace=other', false],
  ['the phase differs', pod, 'status.phase!=Running', false],
  ['a missing field is empty', pod, 'status.podIP=', true],
  ['false is written out', pod, 'spec.hostNetwork=false', true],
  ['events know what they are about', event, 'involvedObject.kind=Pod,involvedObject.name=p', true],
  ['the source of an event is its component', event, 'source=kubelet', true],
])('selects by fields when %s', (_, object, selector, fits) => {
  expect(parseFieldSelector(row(object.kind), selector)(object)).toBe(fits);
});

it('knows no fields of custom resources but name and namespace', () => {
  expect(() => parseFieldSelector(row('VirtualService'), 'status.phase=x')).toThrow('field label not supported: status.phase');
});

it('finds the one name that is asked for, as rights depend on it', () => {
  expect(selectedName('metadata.name=p,status.phase=x')).toBe('p');
  expect(selectedName('metadata.name!=p')).toBeUndefined();
});
