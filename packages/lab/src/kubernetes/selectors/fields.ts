import type { KubeObject } from '@vigla/contract/objects';
import { at } from '../json/json.ts';
import type { Resource } from '../resources/resource.ts';
import { badRequest } from '../status/status.ts';

/** Whether an object satisfies a field selector. */
export type FieldTest = (object: KubeObject) => boolean;

const everywhere = ['metadata.name', 'metadata.namespace'];
const byPlural: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  events: [
    ...['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map((field) => `involvedObject.${field}`),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  replicasets: ['status.replicas'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
};

/**
 * Reads a field selector: `metadata.name=x,status.phase!=Running`. Only the fields that Kubernetes selects by are known.
 * Fails: BadRequest that names the field or the part which cannot be read.
 */
export function parseFieldSelector(resource: Resource, selector: string): FieldTest {
  const tests = terms(selector).map(({ field, value, negated }) => {
    if (![...everywhere, ...(resource.custom ? [] : (byPlural[resource.plural] ?? []))].includes(field)) {
      throw badRequest(`field label not supported: ${field}`);
    }
    return (object: KubeObject) => (fieldText(object, field) === value) !== negated;
  });
  return (object) => tests.every((test) => test(object));
}

/** The one name a field selector asks for, as RBAC looks at it; undefined where it asks for more. */
export function selectedName(selector: string): string | undefined {
  const found = terms(selector).find(({ field, negated }) => field === 'metadata.name' && !negated);
  return found?.value || undefined;
}

function terms(selector: string): readonly { readonly field: string; readonly value: string; readonly negated: boolean }[] {
  return selector
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, field, operator, value] = /^([^=!\s]+)\s*(!=|==|=)\s*(.*)$/.exec(part) ?? [];
      if (field === undefined || value === undefined) throw badRequest(`invalid field selector "${selector}": can't understand "${part}"`);
      return { field, value, negated: operator === '!=' };
    });
}

function fieldText(object: KubeObject, field: string): string {
  const found = field === 'source' ? at(object, 'source', 'component') : at(object, ...field.split('.'));
  return typeof found === 'string' ? found : typeof found === 'number' || typeof found === 'boolean' ? String(found) : '';
}
