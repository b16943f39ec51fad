import { at, isRecord, list, record, scalarText, text } from '../json/json.ts';
import type { Resource } from '../resources/resource.ts';
import type { Cause } from '../status/status.ts';

/** A rule over several fields of a spec. `holds`: whether the part that lies at `path` may be as it is. */
interface Rule {
  readonly path: readonly string[];
  readonly message: string;
  readonly holds: (part: unknown) => boolean;
}

const given = (part: unknown, ...names: readonly string[]): number => names.filter((name) => at(part, name) !== undefined).length;
const isPort = (value: unknown): boolean => typeof value === 'number' && value >= 1 && value <= 65_535;
const labelsHold = (part: unknown, holds: (key: string, value: string) => boolean): boolean =>
  Object.entries(record(part)).every(([key, value]) => holds(key, scalarText(value)));

const oneTarget: Rule = {
  path: [],
  message: 'only one of targetRefs or selector can be set',
  holds: (spec) => given(spec, 'selector', 'targetRef', 'targetRefs') <= 1,
};
const plainLabels = (...path: readonly string[]): readonly Rule[] => [
  {
    path,
    message: "key must not be empty and must not contain '*'",
    holds: (part) => labelsHold(part, (key) => key !== '' && !key.includes('*')),
  },
  { path, message: 'wildcard not allowed in label value match', holds: (part) => labelsHold(part, (_, value) => !value.includes('*')) },
];
const portNumbers = (...path: readonly string[]): Rule => ({
  path,
  message: 'port must be between 1-65535',
  holds: (part) => list(part).every((port) => at(port, 'number') === undefined || isPort(at(port, 'number'))),
});

/**
 * The rules that the CustomResourceDefinitions of Istio carry beside their structure. They are checked before the webhook is asked, and
 * are answered as invalid fields. Source: the validation rules of istio.io/api.
 */
const rules: Readonly<Record<string, readonly Rule[]>> = {
  'authorizationpolicies.security.istio.io': [oneTarget, ...plainLabels('selector', 'matchLabels')],
  'destinationrules.networking.istio.io': plainLabels('workloadSelector', 'matchLabels'),
  'peerauthentications.security.istio.io': [
    {
      path: [],
      message: 'portLevelMtls requires selector',
      holds: (spec) => given(spec, 'portLevelMtls') === 0 || Object.keys(record(at(spec, 'selector', 'matchLabels'))).length > 0,
    },
    {
      path: ['portLevelMtls'],
      message: 'port must be between 1-65535',
      holds: (part) => Object.keys(record(part)).every((key) => /^\d+$/.test(key) && isPort(Number(key))),
    },
    ...plainLabels('selector', 'matchLabels'),
  ],
  'requestauthentications.security.istio.io': [
    oneTarget,
    ...plainLabels('selector', 'matchLabels'),
    {
      path: ['jwtRules'],
      message: 'only one of jwks or jwksUri can be set',
      holds: (part) => list(part).every((rule) => given(rule, 'jwks', 'jwksUri', 'jwks_uri') <= 1),
    },
  ],
  'serviceentries.networking.istio.io': [
    {
      path: [],
      message: 'only one of WorkloadSelector or Endpoints can be set',
      holds: (spec) => given(spec, 'workloadSelector') === 0 || given(spec, 'endpoints') === 0,
    },
    {
      path: [],
      message: 'CIDR addresses are allowed only for NONE/STATIC resolution types',
      holds: (spec) =>
        !list(at(spec, 'addresses')).some((one) => text(one).includes('/')) ||
        ['', 'NONE', 'STATIC'].includes(text(at(spec, 'resolution'))),
    },
    {
      path: [],
      message: 'NONE mode cannot set endpoints',
      holds: (spec) => !['', 'NONE'].includes(text(at(spec, 'resolution'))) || list(at(spec, 'endpoints')).length === 0,
    },
    {
      path: [],
      message: 'DNS_ROUND_ROBIN mode cannot have multiple endpoints',
      holds: (spec) => at(spec, 'resolution') !== 'DNS_ROUND_ROBIN' || list(at(spec, 'endpoints')).length <= 1,
    },
    portNumbers('ports'),
    {
      path: ['ports'],
      message: 'port number cannot be duplicated',
      holds: (part) => new Set(list(part).map((port) => at(port, 'number'))).size === list(part).length,
    },
  ],
};

/** What a spec breaks of the rules of its kind, each at the field the rule is about. */
export function brokenRules({ group, plural }: Resource, spec: unknown): readonly Cause[] {
  return (rules[`${plural}.${group}`] ?? []).flatMap(({ path, message, holds }) => {
    const part = at(spec, ...path);
    if (part === undefined || holds(part)) return [];
    const kind = isRecord(part) ? 'object' : 'array';
    return [{ reason: 'FieldValueInvalid', field: ['spec', ...path].join('.'), message: `Invalid value: "${kind}": ${message}` }];
  });
}
