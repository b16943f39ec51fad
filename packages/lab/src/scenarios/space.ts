import type { KubeObject } from '@vigla/contract/objects';
import { object, type Told } from './object.ts';

/** A Namespace. */
export const space = (name: string, labels: Readonly<Record<string, string>>, told: Told): KubeObject =>
  object(
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      name,
      labels: { 'kubernetes.io/metadata.name': name, ...labels },
      body: { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } },
    },
    told,
  );
