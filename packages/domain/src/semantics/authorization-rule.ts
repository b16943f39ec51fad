import { texts, tree, trees, text, number, type Tree } from './read.ts';
import { pathOf, type Call } from './request.ts';

/** Who is at the other end of the connection. All null for plain text: without a certificate there is no identity. */
export interface Peer {
  /** `trust-domain/ns/NAMESPACE/sa/ACCOUNT`, without `spiffe://`. */
  readonly principal: string | null;
  readonly namespace: string | null;
  readonly serviceAccount: string | null;
  readonly ip: string | null;
}

export interface PolicyRequest {
  readonly peer: Peer;
  readonly call: Call;
  readonly port: number;
}

/** One rule of a policy: some source, some operation and every condition must fit. */
export interface PolicyRule {
  matches(request: PolicyRequest): boolean;
}

interface Context {
  /** Namespace of the policy: service accounts without one belong to it. */
  readonly namespace: string;
  readonly action: 'ALLOW' | 'DENY';
  readonly tell: (path: string, detail: string) => void;
}

type Test = (request: PolicyRequest) => boolean;
type Field = (wanted: string, request: PolicyRequest, context: Context) => boolean;

const wild = (wanted: string, given: string | null | undefined): boolean => {
  if (given === null || given === undefined) return false;
  if (wanted === '*') return given !== '';
  if (wanted.startsWith('*')) return given.endsWith(wanted.slice(1));
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
};

const sameAccount: Field = (wanted, { peer }, { namespace }) => {
  const full = wanted.includes('/') ? wanted : `${namespace}/${wanted}`;
  return peer.namespace !== null && `${peer.namespace}/${peer.serviceAccount ?? ''}` === full;
};

const principal: Field = (wanted, { peer }) => wild(wanted, peer.principal);
const peerNamespace: Field = (wanted, { peer }) => wild(wanted, peer.namespace);
const host: Field = (wanted, { call }) => wild(wanted.toLowerCase(), call.host.toLowerCase());

/** `x` null: an attribute that no request of this mesh has, such as a token. */
const sources: Readonly<Record<string, Field | null>> = {
  principals: principal,
  namespaces: peerNamespace,
  serviceAccounts: sameAccount,
  requestPrincipals: null,
};

const operations: Readonly<Record<string, Field>> = {
  hosts: host,
  ports: (wanted, { port }) => number(wanted) === port,
  methods: (wanted, { call }) => wild(wanted, call.method),
  paths: (wanted, { call }) => wild(wanted, pathOf(call)),
};

const httpOnly = new Set(['hosts', 'methods', 'paths', 'requestPrincipals']);

/**
 * Compiles a rule. Fields of one source or operation are ANDed, their values ORed, `not...` fields negated.
 *
 * On a TCP port the fields of HTTP mean nothing: an ALLOW rule with one of them never matches (it would be too wide),
 * a DENY rule matches as if the field were not there (it would be too narrow).
 */
export function compileRule(rule: Tree, context: Context): PolicyRule {
  const from = trees(rule['from']).map((entry, index) => compileFields(tree(entry['source']), sources, context, `from[${index}].source`));
  const to = trees(rule['to']).map((entry, index) =>
    compileFields(tree(entry['operation']), operations, context, `to[${index}].operation`),
  );
  const when = trees(rule['when']).map((entry, index) => compileCondition(entry, context, `when[${index}]`));
  return {
    matches: (request) =>
      (from.length === 0 || from.some((test) => test(request))) &&
      (to.length === 0 || to.some((test) => test(request))) &&
      when.every((test) => test(request)),
  };
}

function compileFields(fields: Tree, known: Readonly<Record<string, Field | null>>, context: Context, path: string): Test {
  const tests = Object.entries(fields).map(([name, wanted]): Test => {
    const negated = /^not[A-Z]/.test(name);
    const plain = negated ? name.charAt(3).toLowerCase() + name.slice(4) : name;
    const field = Object.hasOwn(known, plain) ? known[plain] : undefined;
    if (field === undefined) context.tell(`${path}.${name}`, 'is not followed: the rule never matches');
    if (field === undefined) return () => false;
    return onHttp(plain, context, (request) => texts(wanted).some((one) => field?.(one, request, context)) !== negated);
  });
  return (request) => tests.every((test) => test(request));
}

const onHttp = (field: string, { action }: Context, test: Test): Test =>
  httpOnly.has(field) ? (request) => (request.call.protocol === 'tcp' ? action === 'DENY' : test(request)) : test;

function compileCondition(condition: Tree, context: Context, path: string): Test {
  const key = text(condition['key']) ?? '';
  const header = /^request\.headers\[(.+)\]$/.exec(key)?.[1]?.toLowerCase();
  const field = header === undefined ? conditions[key] : (wanted: string, { call }: PolicyRequest) => wild(wanted, call.headers[header]);
  if (!field) {
    context.tell(path, `${key || 'a condition without key'} is not followed: the rule never matches`);
    return () => false;
  }
  const { values, notValues } = condition;
  return onHttp(header === undefined ? key : 'paths', context, (request) => {
    const some = (wanted: unknown): boolean => texts(wanted).some((one) => field(one, request, context));
    return (values === undefined || some(values)) && (notValues === undefined || !some(notValues));
  });
}

const conditions: Readonly<Record<string, Field>> = {
  'source.namespace': peerNamespace,
  'source.principal': principal,
  'source.serviceAccount': sameAccount,
  'destination.port': (wanted, { port }) => number(wanted) === port,
};
