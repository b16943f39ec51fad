import { describe, expect, it } from 'vitest';
import type { KubernetesRequest } from '../sources/index.ts';
import { refusal, silence } from './failures.ts';

const asked: KubernetesRequest = { method: 'PUT', path: '/apis/networking.istio.io/v1/namespaces/shop/virtualservices/cart' };
const status = (message: string, details?: object) => ({ kind: 'Status', status: 'Failure', message, details });

describe('what a refusal of the cluster means', () => {
  it.each<[because: string, code: number, body: unknown, expected: object]>([
    [
      'a right is missing and named',
      403,
      status(
        'virtualservices.networking.istio.io "cart" is forbidden: User "vera" cannot update resource "virtualservices" in API group "networking.istio.io" in the namespace "shop"',
      ),
      { code: 'forbidden', missing: { verb: 'update', group: 'networking.istio.io', resource: 'virtualservices', namespace: 'shop' } },
    ],
    [
      'a right at the cluster scope is missing',
      403,
      status('namespaces is forbidden: User "x" cannot list resource "namespaces" in API group "" at the cluster scope'),
      { code: 'forbidden', missing: { verb: 'list', group: '', resource: 'namespaces', namespace: null } },
    ],
    [
      'an authorizer refuses in its own words',
      403,
      status('no, said the policy engine'),
      {
        code: 'forbidden',
        detail: 'no, said the policy engine',
        missing: { verb: 'update', group: 'networking.istio.io', resource: 'virtualservices', namespace: 'shop' },
      },
    ],
    ['somebody was faster', 409, status('the object has been modified'), { code: 'conflict', detail: 'the object has been modified' }],
    [
      'a webhook says no',
      400,
      status('admission webhook "validation.istio.io" denied the request: total destination weight is 90'),
      { code: 'rejected_by_cluster', detail: 'admission webhook "validation.istio.io" denied the request: total destination weight is 90' },
    ],
    [
      'a field is wrong',
      422,
      status('invalid', { causes: [{ reason: 'FieldValueInvalid', field: 'spec.host', message: 'is required' }] }),
      { code: 'rejected_by_cluster', fields: [{ path: 'spec.host', message: 'is required' }] },
    ],
    ['there is nothing', 404, status('services "cart" not found'), { code: 'not_found' }],
    ['the token has run out', 401, status('Unauthorized'), { code: 'not_signed_in' }],
    [
      'a webhook cannot be reached',
      500,
      status('Internal error occurred: failed calling webhook'),
      { code: 'source_unavailable', source: 'kubernetes' },
    ],
    ['it is too busy', 429, status('slow down'), { code: 'source_unavailable' }],
    ['it says nothing', 503, null, { code: 'source_unavailable', detail: 'The cluster answers with status 503.' }],
    ['it speaks in riddles', 403, { message: 42, details: 'x' }, { code: 'forbidden' }],
  ])('is clear when %s', (_, code, body, expected) => {
    expect(refusal(code, body, asked).problem).toMatchObject(expected);
  });

  it.each<[path: string, method: KubernetesRequest['method'], right: object]>([
    ['/api/v1/namespaces/shop', 'GET', { verb: 'get', group: '', resource: 'namespaces', namespace: null }],
    ['/api/v1/namespaces', 'GET', { verb: 'list', group: '', resource: 'namespaces', namespace: null }],
    [
      '/apis/apps/v1/namespaces/shop/deployments/cart/scale',
      'PATCH',
      { verb: 'patch', group: 'apps', resource: 'deployments/scale', namespace: 'shop' },
    ],
    ['/apis/apps/v1/namespaces/shop/deployments', 'POST', { verb: 'create', group: 'apps', resource: 'deployments', namespace: 'shop' }],
    ['/apis/apps/v1/deployments', 'DELETE', { verb: 'deletecollection', group: 'apps', resource: 'deployments', namespace: null }],
  ])('reads the right that %s needs from the path', (path, method, right) => {
    expect(refusal(403, null, { method, path }).problem.missing).toEqual(right);
  });
});

it.each<[because: string, error: Error, code: string]>([
  ['it takes too long', new DOMException('late', 'TimeoutError'), 'source_timeout'],
  ['no connection comes about', Object.assign(new Error('late'), { code: 'UND_ERR_CONNECT_TIMEOUT' }), 'source_timeout'],
  ['nobody listens', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 'source_unavailable'],
  ['its certificate is strange', Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'source_unavailable'],
])('names the silence of the cluster when %s', (_, error, code) => {
  expect(silence(error, 'https://cluster:6443', 5000).problem).toMatchObject({ code, source: 'kubernetes' });
});
