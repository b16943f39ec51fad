import type { Resource } from '../resources/resource.ts';
import { anything, flag, labels, listOf, object, type Schema, texts, whole, words } from './schema.ts';

const some = (names: string, schema: Schema): Readonly<Record<string, Schema>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, schema]));

const container = object({
  ...some('name image workingDir terminationMessagePath terminationMessagePolicy imagePullPolicy restartPolicy targetContainerName', words),
  ...some('command args', texts),
  ...some('stdin stdinOnce tty', flag),
  ports: listOf(object({ ...some('name protocol hostIP', words), ...some('hostPort containerPort', whole) })),
  env: listOf(object({ name: words, value: words, valueFrom: anything })),
  ...some('envFrom resources resizePolicy restartPolicyRules volumeMounts volumeDevices lifecycle securityContext', anything),
  ...some('livenessProbe readinessProbe startupProbe', anything),
});

const podSpec = object({
  ...some('containers initContainers ephemeralContainers', listOf(container)),
  ...some('restartPolicy dnsPolicy serviceAccountName serviceAccount nodeName hostname subdomain schedulerName hostnameOverride', words),
  ...some('priorityClassName runtimeClassName preemptionPolicy', words),
  ...some('terminationGracePeriodSeconds activeDeadlineSeconds priority', whole),
  ...some(
    'automountServiceAccountToken hostNetwork hostPID hostIPC hostUsers shareProcessNamespace enableServiceLinks setHostnameAsFQDN',
    flag,
  ),
  nodeSelector: labels,
  ...some('volumes securityContext imagePullSecrets affinity tolerations hostAliases dnsConfig readinessGates overhead', anything),
  ...some('topologySpreadConstraints os schedulingGates resourceClaims resources', anything),
});

const template = object({ metadata: anything, spec: podSpec });
const replicated = { replicas: whole, selector: anything, template, ...some('minReadySeconds revisionHistoryLimit', whole) };

const service = object({
  ports: listOf(object({ ...some('name protocol appProtocol', words), ...some('port nodePort', whole), targetPort: anything })),
  selector: labels,
  ...some('clusterIP type sessionAffinity loadBalancerIP externalName externalTrafficPolicy ipFamilyPolicy loadBalancerClass', words),
  ...some('internalTrafficPolicy trafficDistribution', words),
  ...some('clusterIPs externalIPs loadBalancerSourceRanges ipFamilies', texts),
  ...some('publishNotReadyAddresses allocateLoadBalancerNodePorts', flag),
  healthCheckNodePort: whole,
  sessionAffinityConfig: anything,
});

/** The specs of the kinds of Kubernetes that people write by hand, so that a slip of the pen is found. Source: Kubernetes API reference, v1.33. */
const specs: Readonly<Record<string, Schema>> = {
  pods: podSpec,
  services: service,
  'daemonsets.apps': object({ ...replicated, updateStrategy: anything }),
  'deployments.apps': object({ ...replicated, strategy: anything, paused: flag, progressDeadlineSeconds: whole }),
  'replicasets.apps': object(replicated),
  'statefulsets.apps': object({
    ...replicated,
    ...some('serviceName podManagementPolicy', words),
    ...some('volumeClaimTemplates updateStrategy persistentVolumeClaimRetentionPolicy ordinals', anything),
  }),
};

/** What these kinds have beside metadata, spec and status. */
const tops: Readonly<Record<string, readonly string[]>> = {
  configmaps: ['data', 'binaryData', 'immutable'],
  secrets: ['data', 'stringData', 'type', 'immutable'],
  serviceaccounts: ['secrets', 'imagePullSecrets', 'automountServiceAccountToken'],
  namespaces: [],
  ...Object.fromEntries(Object.keys(specs).map((name) => [name, []])),
  'clusterroles.rbac.authorization.k8s.io': ['rules', 'aggregationRule'],
  'roles.rbac.authorization.k8s.io': ['rules'],
  'clusterrolebindings.rbac.authorization.k8s.io': ['subjects', 'roleRef'],
  'rolebindings.rbac.authorization.k8s.io': ['subjects', 'roleRef'],
};

const nameOf = ({ group, plural }: Resource): string => (group ? `${plural}.${group}` : plural);

/** The structure of the spec of a kind that comes with Kubernetes; undefined for kinds whose fields the lab does not check. */
export const builtinSpec = (resource: Resource): Schema | undefined => specs[nameOf(resource)];

/** The fields a kind of Kubernetes has at its top beside those every object has; undefined where the lab does not check them. */
export const builtinTops = (resource: Resource): readonly string[] | undefined => tops[nameOf(resource)];
