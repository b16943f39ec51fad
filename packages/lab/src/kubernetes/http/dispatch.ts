import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { authenticate, type TokenCheck } from '../access/authenticate.ts';
import { impersonate } from '../access/impersonate.ts';
import type { User } from '../access/persona.ts';
import type { Attributes, Rbac } from '../access/rbac.ts';
import { requireRight } from '../access/require-right.ts';
import { answerReview } from '../access/reviews.ts';
import type { Stroke, Turmoil } from '../chaos/chaos.ts';
import { nonResource } from '../discovery/non-resource.ts';
import { isKubeObject, record } from '../json/json.ts';
import { type LogSource, streamLog } from '../logs/stream-log.ts';
import { badRequest, methodNotAllowed, noSuchPath, notSimulated, StatusError } from '../status/status.ts';
import type { Store } from '../store/store.ts';
import { type Answer, type Call, inVersion, type Target } from '../verbs/call.ts';
import { patch } from '../verbs/patch.ts';
import { objectOf } from '../verbs/prepare.ts';
import { asList, readOne, readPage } from '../verbs/read.ts';
import { removeMany, removeOne } from '../verbs/remove.ts';
import { readScale, writeScale } from '../verbs/scale.ts';
import { create, replace, requireVersion } from '../verbs/write.ts';
import { decodeBody, readBody } from './body.ts';
import { duplicateFields } from './duplicates.ts';
import { formOf, shapedObject, shapedPage } from './form.ts';
import { sendJson } from './respond.ts';
import { streamWatch } from './stream.ts';
import { attributesOf, targetOf } from './target.ts';

/** What requests are answered from. */
export interface Cluster {
  readonly store: Store;
  readonly rbac: Rbac;
  readonly check: TokenCheck;
  readonly bookmarkMs: number;
  readonly chaos: Turmoil;
  readonly logSource: LogSource;
}

/** Answers one request. Order: who asks, what for, whether they may, then the verb. Fails: StatusError. */
export async function dispatch(cluster: Cluster, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', 'https://lab');
  const caller = authenticate(request.headers.authorization, cluster.check);
  const user = impersonate(caller, request.headersDistinct, cluster.rbac);
  const accept = request.headers.accept ?? '*/*';
  const target = targetOf(url.pathname);
  if (!target) {
    allowPath(cluster.rbac, user, url.pathname, method);
    const { contentType, body } = nonResource(url.pathname, accept);
    response.writeHead(200, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      vary: 'Accept',
      'cache-control': 'no-cache, private',
    });
    response.end(method === 'HEAD' ? undefined : body);
    return;
  }
  const wanted = attributesOf(target, method, url.searchParams);
  const stroke = await suffer(cluster.chaos, wanted);
  requireRight(cluster.rbac, user, wanted);
  const bytes = await readBody(request);
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  const call: Call = {
    store: cluster.store,
    user,
    target,
    query: url.searchParams,
    contentType,
    body: () => decodeBody(bytes, contentType),
    duplicates: () => (contentType.endsWith('json') ? duplicateFields(bytes.toString()) : []),
    userAgent: request.headers['user-agent'] ?? '',
    warnings: [],
  };
  if (wanted.verb === 'watch') {
    requireVerb(target, 'watch');
    const { bookmarkMs, chaos } = cluster;
    streamWatch(call, response, { form: formOf(accept, url.searchParams), bookmarkMs, chaos, stroke });
    return;
  }
  if (target.resource.kind === 'Pod' && target.subresource === 'log') {
    await streamLog(call, wanted.verb, response, cluster.logSource);
    return;
  }
  const { code, body } = answer(cluster, call, wanted, { accept, hasBody: bytes.length > 0 });
  sendJson(response, code, body, call.warnings);
}

/** Lets chaos have its way with a request. A watch that is too old is not refused but told so in its stream. */
async function suffer(chaos: Turmoil, wanted: Attributes): Promise<Stroke> {
  const stroke = chaos.strike(wanted);
  if (stroke.lateMs > 0) await pause(stroke.lateMs);
  if (stroke.error && !(wanted.verb === 'watch' && stroke.error.code === 410)) throw stroke.error;
  return stroke;
}

function allowPath(rbac: Rbac, user: User, path: string, method: string): void {
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
  const wanted: Attributes = { verb, path, namespace: '', group: '', resource: '', subresource: '', name: '' };
  if (!rbac.decide(user, wanted).allowed)
    throw new StatusError(403, 'Forbidden', `forbidden: User "${user.username}" cannot ${verb} path "${path}"`);
  if (verb !== 'get') throw methodNotAllowed();
}

function requireVerb({ resource, namespace }: Target, verb: string): void {
  if (!resource.verbs.some((own) => own === verb)) throw methodNotAllowed();
  if (verb === 'create' && resource.namespaced && namespace === undefined) throw methodNotAllowed();
}

interface Wish {
  readonly accept: string;
  readonly hasBody: boolean;
}

function answer(cluster: Cluster, call: Call, { verb }: Attributes, wish: Wish): Answer {
  const { target } = call;
  if (target.subresource !== '') return answerSubresource(call, verb, wish);
  requireVerb(target, verb);
  const nowMs = call.store.now();
  switch (verb) {
    case 'list': {
      const page = readPage(call);
      return { code: 200, body: shapedPage(formOf(wish.accept, call.query), target.resource, page, asList(target, page), nowMs) };
    }
    case 'create':
      return created(cluster, call, wish);
    case 'deletecollection':
      return removeMany(call, wish.hasBody ? record(call.body()) : {});
    case 'delete':
      return removeOne(call, wish.hasBody ? record(call.body()) : {});
    default:
      return shaped(call, wish, one(call, verb));
  }
}

function one(call: Call, verb: string): Answer {
  const { store, target } = call;
  switch (verb) {
    case 'get':
      return { code: 200, body: inVersion(target, readOne(store, target)) };
    case 'update': {
      const given = objectOf(call, call.body());
      const before = readOne(store, target);
      requireVersion(target.resource, given);
      return { code: 200, body: replace(call, before, given) };
    }
    case 'patch':
      return patch(call);
    default:
      throw methodNotAllowed();
  }
}

/** An object in the form the client asked for; writes are answered as tables too, so `kubectl` can print them. */
function shaped(call: Call, { accept }: Wish, { code, body }: Answer): Answer {
  const form = formOf(accept, call.query);
  return { code, body: isKubeObject(body) ? shapedObject(form, call.target.resource, body, call.store.now()) : body };
}

function created(cluster: Cluster, call: Call, wish: Wish): Answer {
  const { target, user } = call;
  if (target.name !== undefined) throw methodNotAllowed();
  if (target.resource.question) {
    const body = answerReview(target.resource.kind, record(call.body()), {
      user,
      namespace: target.namespace,
      rbac: cluster.rbac,
      check: cluster.check,
    });
    return { code: 201, body };
  }
  if (!wish.hasBody) throw badRequest('the body is empty: an object to create is expected');
  return shaped(call, wish, { code: 201, body: create(call, objectOf(call, call.body())) });
}

const unreal: Readonly<Record<string, string>> = {
  attach: 'Attaching to a container',
  exec: 'Running a command in a container',
  portforward: 'Forwarding a port to a container',
  proxy: 'Passing requests on to pods and services',
  eviction: 'Evicting a pod',
  token: 'Issuing tokens',
};

function answerSubresource(call: Call, verb: string, wish: Wish): Answer {
  const { target } = call;
  const [subresource = ''] = target.subresource.split('/');
  if (Object.hasOwn(unreal, subresource)) {
    readOne(call.store, target);
    throw notSimulated(unreal[subresource] ?? subresource);
  }
  if (!target.resource.subresources.some((name) => name === target.subresource)) throw noSuchPath();
  if (!['get', 'update', 'patch'].includes(verb)) throw methodNotAllowed();
  if (target.subresource === 'status') return shaped(call, wish, one(call, verb));
  return verb === 'get' ? readScale(call) : writeScale(call, verb === 'update' ? 'PUT' : 'PATCH');
}
