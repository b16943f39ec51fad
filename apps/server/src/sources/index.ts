export type {
  Kubernetes,
  KubernetesRequest,
  ObjectChange,
  Prometheus,
  RangeSeries,
  Resource,
  Sources,
  Tracing,
  Visibility,
} from './sources.ts';
