/** All that we use of the client of Kubernetes. Named one by one, so that a bundle holds nothing else of it. */
export { KubeConfig } from '@kubernetes/client-node';
