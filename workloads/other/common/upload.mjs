// POST /upload of what has a body as a web stream.

import { createHash } from 'node:crypto';

import { jsonAnswer, tooLarge } from '../../node/common/contract.mjs';
import { MOST_UPLOADED } from '../../node/common/upload.mjs';

// What still comes of a body that is too long is not waited for.
export async function upload(request) {
  if (Number(request.headers.get('content-length')) > MOST_UPLOADED) return tooLarge;
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > MOST_UPLOADED) return tooLarge;
    hash.update(chunk);
  }
  return jsonAnswer({ len: size, sha: hash.digest('hex') });
}
