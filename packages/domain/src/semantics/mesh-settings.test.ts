import { describe, expect, it } from 'vitest';
import { readBlockYaml } from './block-yaml.ts';
import { readMeshSettings } from './mesh-settings.ts';
import { meshConfig } from './test/draw.ts';

describe('settings of a mesh', () => {
  it.each<[because: string, mesh: string, expected: object]>([
    [
      'nothing is written',
      '',
      {
        rootNamespace: 'istio-system',
        trustDomain: 'cluster.local',
        autoMtls: true,
        unknownHosts: 'allow',
        exportTo: { services: [], virtualServices: [] },
      },
    ],
    ['names are quoted', 'rootNamespace: "mesh"\ntrustDomain: \'td.example\'\n', { rootNamespace: 'mesh', trustDomain: 'td.example' }],
    ['automatic mTLS is off', 'enableAutoMtls: false\n', { autoMtls: false }],
    [
      'a setting stands in a block',
      'defaultConfig:\n  rootNamespace: no\noutboundTrafficPolicy:\n  mode: REGISTRY_ONLY\nrootNamespace: yes-it-is\n',
      { unknownHosts: 'block', rootNamespace: 'yes-it-is' },
    ],
    ['the policy says to let through', 'outboundTrafficPolicy:\n  mode: ALLOW_ANY\n', { unknownHosts: 'allow' }],
    ['retries are none', 'defaultHttpRetryPolicy:\n  attempts: 0\n', { retry: { attempts: 0 } }],
    [
      'visibility is narrowed',
      'defaultServiceExportTo: ["."]\ndefaultVirtualServiceExportTo:\n  - "."\n  - shared\n',
      { exportTo: { services: ['.'], virtualServices: ['.', 'shared'] } },
    ],
  ])('are read where %s', (_, mesh, expected) => expect(readMeshSettings([meshConfig(mesh)])).toMatchObject(expected));
});

describe('block YAML', () => {
  it.each<[because: string, written: string, expected: object]>([
    ['scalars have kinds', 'a: 1\nb: true\nc: text\nd: "1"\ne: null\nf: 1.5\n', { a: 1, b: true, c: 'text', d: '1', e: null, f: 1.5 }],
    ['maps nest', 'a:\n  b:\n    c: 1\n  d: 2\ne: 3\n', { a: { b: { c: 1 }, d: 2 }, e: 3 }],
    ['lists hold scalars', 'a:\n- x\n- y\nb: 1\n', { a: ['x', 'y'], b: 1 }],
    ['lists may be indented', 'a:\n  - x\n  - y\nb: 1\n', { a: ['x', 'y'], b: 1 }],
    [
      'lists hold maps',
      'a:\n- name: x\n  service: s.ns.svc\n  port: 80\n- name: y\n',
      { a: [{ name: 'x', service: 's.ns.svc', port: 80 }, { name: 'y' }] },
    ],
    ['maps of lists hold maps', 'a:\n- x:\n    y: 1\n  z: 2\n', { a: [{ x: { y: 1 }, z: 2 }] }],
    ['brackets hold short ones', 'a: [x, "y"]\nb: []\nc: {}\nd: { e: 1 }\n', { a: ['x', 'y'], b: [], c: {}, d: { e: 1 } }],
    ['comments and blank lines are nothing', '# no\n\na: 1 # yes\n  # no\nb: 2\n', { a: 1, b: 2 }],
    ['a value may have colons', 'a: istiod.istio-system.svc:15012\nb: http://x\n', { a: 'istiod.istio-system.svc:15012', b: 'http://x' }],
    ['an item may have colons', 'a:\n- spiffe://x/y\n- b:c\n', { a: ['spiffe://x/y', 'b:c'] }],
    ['an empty value is nothing', 'a:\nb: 1\n', { a: null, b: 1 }],
    ['what cannot be read is left out', '%%%\n    deep\na: 1\n', {}],
  ])('where %s', (_, written, expected) => expect(readBlockYaml(written)).toEqual(expected));
});
