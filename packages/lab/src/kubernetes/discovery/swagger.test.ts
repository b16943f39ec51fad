import { expect, it } from 'vitest';
import { at, list, record, text } from '../json/json.ts';
import { type Message, readMessage } from '../protobuf/wire.ts';
import { swaggerDocument } from './swagger.ts';

const name = (field: number): Message => ({ [field]: { name: 'name', as: 'text' } });
const query: Message = { 1: { name: 'parameter', as: { 2: { name: 'plain', as: { 3: { name: 'query', as: name(4) } } } } } };
const extension: Message = { ...name(1), 2: { name: 'value', as: { 2: { name: 'yaml', as: 'text' } } } };
const patch: Message = { 8: { name: 'parameters', as: query, many: true }, 13: { name: 'extensions', as: extension, many: true } };
const path: Message = { ...name(1), 2: { name: 'item', as: { 8: { name: 'patch', as: patch } } } };
const document: Message = { 1: { name: 'swagger', as: 'text' }, 8: { name: 'paths', as: { 2: { name: 'path', as: path, many: true } } } };

it('tells old clients of each kind that its PATCH can be tried', () => {
  const read = readMessage(swaggerDocument(), document);
  const told = list(at(read, 'paths', 'path')).map((one) => ({
    path: at(one, 'name'),
    kind: record(JSON.parse(text(at(one, 'item', 'patch', 'extensions', 0, 'value', 'yaml')))),
    parameters: list(at(one, 'item', 'patch', 'parameters')).map((parameter) => at(parameter, 'parameter', 'plain', 'query', 'name')),
  }));
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'];
  expect(read['swagger']).toBe('2.0');
  expect(told).toContainEqual({ path: '/api/v1/namespaces/{name}', kind: { group: '', version: 'v1', kind: 'Namespace' }, parameters });
  expect(told).toContainEqual({
    path: '/apis/networking.istio.io/v1/namespaces/{namespace}/virtualservices/{name}',
    kind: { group: 'networking.istio.io', version: 'v1', kind: 'VirtualService' },
    parameters,
  });
  expect(told.filter(({ kind }) => kind['kind'] === 'VirtualService')).toHaveLength(3);
});
