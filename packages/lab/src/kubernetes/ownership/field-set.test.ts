import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowsOfKind } from '../resources/matrix.ts';
import { fieldsOf, fromFieldsV1, toFieldsV1, valueAt } from './field-set.ts';

const deployments = rowsOfKind('Deployment')[0] ?? expect.fail('no Deployment');
const virtualServices = rowsOfKind('VirtualService')[0] ?? expect.fail('no VirtualService');

it('names the fields of an object the way a cluster does', () => {
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'x', labels: { a: 'b' }, finalizers: ['f'] },
    spec: {
      replicas: 2,
      template: { spec: { containers: [{ name: 'app', image: 'i', ports: [{ containerPort: 80 }], args: ['a', 'b'] }] } },
    },
  };
  expect(toFieldsV1(fieldsOf(deployments, object))).toEqual({
    'f:metadata': { 'f:labels': { 'f:a': {} }, 'f:finalizers': { 'v:"f"': {} } },
    'f:spec': {
      'f:replicas': {},
      'f:template': {
        'f:spec': {
          'f:containers': {
            'k:{"name":"app"}': {
              '.': {},
              'f:name': {},
              'f:image': {},
              'f:args': {},
              'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
            },
          },
        },
      },
    },
  });
});

it('takes the lists of custom resources as one field each', () => {
  expect(toFieldsV1(fieldsOf(virtualServices, { spec: { hosts: ['a'], http: [{ name: 'x' }] } }))).toEqual({
    'f:spec': { 'f:hosts': {}, 'f:http': {} },
  });
});

it('finds the value of each field it names', () => {
  const object = {
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'app', image: 'i' },
            { name: 'b', image: 'j' },
          ],
        },
      },
    },
  };
  const images = [...fieldsOf(deployments, object)].filter((path) => path.endsWith('"f:image"]')).map((path) => valueAt(object, path));
  expect(images).toEqual(['i', 'j']);
});

it('reads back what it writes, for every object', () => {
  const json = fc.object({ maxDepth: 4, values: [fc.string(), fc.integer(), fc.boolean()] });
  fc.assert(
    fc.property(json, (object) => {
      const fields = fieldsOf(deployments, object);
      expect([...fromFieldsV1(JSON.parse(JSON.stringify(toFieldsV1(fields))))].toSorted()).toEqual([...fields].toSorted());
    }),
  );
});

it('takes no harm from field sets it cannot read', () => {
  expect([...fromFieldsV1({ 'f:spec': { 'k:{broken': {}, 'f:a': {} }, other: {} })]).toEqual(['["f:spec","f:a"]']);
  expect([...fromFieldsV1('nonsense')]).toEqual([]);
});
