// The Nest application, the same on each of its platforms. JavaScript has no decorators yet, so they are called by
// hand, as a TypeScript compiler would.

import 'reflect-metadata';
import {
  Body, Catch, Controller, Delete, Get, Header, Headers, HttpCode, HttpException, Module, Options, Param, Patch, Post,
  Put, Query, Req, RequestMethod, Res, StreamableFile,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { bodyRead } from './body.mjs';
import { cpu, mixed } from './compute.mjs';
import { delay, json, JSON_TYPE, notAllowed, plaintext, refusal, TEXT } from './contract.mjs';
import { down } from './down.mjs';
import { echo } from './echo.mjs';
import { file } from './file.mjs';
import { Pieces, streamOf } from './pieces.mjs';
import { sse } from './sse.mjs';
import { stream } from './stream.mjs';
import { upload } from './upload.mjs';

class Refused extends HttpException {
  constructor(answer) {
    super(answer.value, answer.status);
    this.answer = answer;
  }
}

// An answer as Nest has it: a value that is returned, or an exception.
function given(answer) {
  if (answer.status !== 200) throw new Refused(answer);
  return answer.value;
}

// The same of a body in pieces, whose headers are not known before there is an answer.
function streamed(answer, response) {
  const { status, type, value } = answer;
  if (!(value instanceof Pieces)) return given(answer);
  response.status(status);
  // Not res.set() of Express, which would add a charset to the type.
  const set = response.setHeader ?? response.header;
  for (const [name, text] of Object.entries({ 'Content-Type': type, ...value.fields })) set.call(response, name, text);
  return new StreamableFile(streamOf(value));
}

class Refusals {
  constructor(adapter) {
    this.adapter = adapter;
  }

  catch(error, host) {
    const { answer = refusal(error.getStatus?.() ?? error.status ?? error.statusCode) } = error;
    const response = host.switchToHttp().getResponse();
    this.adapter.setHeader(response, 'Content-Type', answer.type);
    this.adapter.setHeader(response, 'Server', 'bench');
    if (answer.status === 405) this.adapter.setHeader(response, 'Allow', answer.allow);
    this.adapter.reply(response, answer.value, answer.status);
  }
}
Catch()(Refusals);

function decorate(type, name, decorators, ...parameters) {
  parameters.forEach((each, i) => each(type.prototype, name, i));
  const descriptor = Object.getOwnPropertyDescriptor(type.prototype, name);
  for (const each of decorators) each(type.prototype, name, descriptor);
}

function controllerOf({ info, stats }) {
  class Bench {
    plaintext() { return given(plaintext); }
    json(query) { return given(json(query)); }
    async delay(query) { return given(await delay(query)); }
    async down(query) { return given(await down(query)); }
    info() { return given(info()); }
    async stats() { return given(await stats()); }
    echo(order) { return given(echo(order)); }
    async upload(request, response) { return given(await upload(request.raw ?? request, response.raw ?? response)); }
    cpu(kernel, query) { return given(cpu(kernel, query)); }
    mixed(kernel, query) { return given(mixed(kernel, query)); }
    sse(query, response) { return streamed(sse(query), response); }
    stream(query, response) { return streamed(stream(query), response); }
    async file(name, range, response) { return streamed(await file(name, range), response); }
  }
  const headers = (type) => [Header('Content-Type', type), Header('Server', 'bench')];
  decorate(Bench, 'plaintext', [Get('plaintext'), ...headers(TEXT)]);
  decorate(Bench, 'json', [Get('json'), ...headers(JSON_TYPE)], Query());
  decorate(Bench, 'delay', [Get('delay'), ...headers(JSON_TYPE)], Query());
  decorate(Bench, 'down', [Get('down'), ...headers(JSON_TYPE)], Query());
  decorate(Bench, 'info', [Get('__info'), ...headers(JSON_TYPE)]);
  decorate(Bench, 'stats', [Get('__stats'), ...headers(JSON_TYPE)]);
  decorate(Bench, 'echo', [Post('echo'), HttpCode(200), ...headers(JSON_TYPE)], Body());
  // With it Nest still sends what is returned.
  const response = Res({ passthrough: true });
  decorate(Bench, 'upload', [Post('upload'), HttpCode(200), ...headers(JSON_TYPE)], Req(), response);
  decorate(Bench, 'cpu', [Get('cpu/:kernel'), ...headers(JSON_TYPE)], Param('kernel'), Query());
  decorate(Bench, 'mixed', [Get('mixed/:kernel'), ...headers(TEXT)], Param('kernel'), Query());
  decorate(Bench, 'sse', [Get('sse'), Header('Server', 'bench')], Query(), response);
  decorate(Bench, 'stream', [Get('stream'), Header('Server', 'bench')], Query(), response);
  decorate(Bench, 'file', [Get('file/:name'), Header('Server', 'bench')], Param('name'), Headers('range'), response);
  const pages = [
    'plaintext', 'json', 'delay', 'down', 'cpu/:kernel', 'mixed/:kernel', 'sse', 'stream', 'file/:name',
    '__info', '__stats',
  ];
  refuseOthers(Bench, 'GET', { Post, Put, Delete, Patch, Options }, pages);
  refuseOthers(Bench, 'POST', { Get, Put, Delete, Patch, Options }, ['echo', 'upload']);
  Controller()(Bench);
  return Bench;
}

// One by one: with @All(), Fastify would have two routes for the method that is allowed.
function refuseOthers(type, allowed, others, paths) {
  for (const [method, mapped] of Object.entries(others)) {
    const name = `refuse${method}But${allowed}`;
    type.prototype[name] = async (request) => {
      await bodyRead(request.raw ?? request);
      throw new Refused(notAllowed[allowed]);
    };
    decorate(type, name, [mapped(paths)], Req());
  }
}

// `pages` are info and stats; `parse` is a middleware of the platform for the body of /echo, where it has such.
export async function makeNest(adapter, pages, parse) {
  class Application {
    configure(consumer) {
      if (parse) consumer.apply(parse).forRoutes({ path: 'echo', method: RequestMethod.POST });
    }
  }
  Module({ controllers: [controllerOf(pages)] })(Application);
  const app = await NestFactory.create(Application, adapter, { logger: false, bodyParser: false });
  app.useGlobalFilters(new Refusals(adapter));
  return app;
}
