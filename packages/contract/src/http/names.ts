import * as z from 'zod';

/** A Kubernetes namespace or object name (RFC 1123 label or subdomain): also what keeps names out of queries and paths as anything but names. */
export const KubernetesName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'is not a Kubernetes name: lower-case letters, digits, "-" and "." only');
