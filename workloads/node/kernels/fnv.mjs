// FNV-1a, 32 bits: what a canonical line says of many bytes. Always outside the timed region.

export function fnv1a(bytes) {
  let hash = 2166136261;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 16777619);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
