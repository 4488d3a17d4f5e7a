import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';

import { fitToContract, parseOrder } from '../common/express.mjs';
import { makeNest } from '../common/nest.mjs';
import { makeStack } from '../common/stack.mjs';

const { info, stats, start } = makeStack('node/nest-express', [
  '@nestjs/common', '@nestjs/core', '@nestjs/platform-express', 'express', 'reflect-metadata',
]);

const platform = express();
fitToContract(platform);

const app = await makeNest(new ExpressAdapter(platform), { info, stats }, parseOrder);
await app.init();
start(app.getHttpServer());
