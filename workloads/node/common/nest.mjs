// The Nest application, the same on each of its platforms. JavaScript has no decorators yet, so they are called by
// hand, as a TypeScript compiler would.

import 'reflect-metadata';
import {
  Body, Catch, Controller, Delete, Get, Header, HttpCode, HttpException, Module, Options, Patch, Post, Put, Query, Req,
  RequestMethod,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { bodyRead } from './body.mjs';
import { delay, json, JSON_TYPE, notAllowed, plaintext, refusal, TEXT } from './contract.mjs';
import { down } from './down.mjs';
import { echo } from './echo.mjs';

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

function decorate(type, name, decorators, parameter) {
  parameter?.(type.prototype, name, 0);
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
  }
  const headers = (type) => [Header('Content-Type', type), Header('Server', 'bench')];
  decorate(Bench, 'plaintext', [Get('plaintext'), ...headers(TEXT)]);
  decorate(Bench, 'json', [Get('json'), ...headers(JSON_TYPE)], Query());
  decorate(Bench, 'delay', [Get('delay'), ...headers(JSON_TYPE)], Query());
  decorate(Bench, 'down', [Get('down'), ...headers(JSON_TYPE)], Query());
  decorate(Bench, 'info', [Get('__info'), ...headers(JSON_TYPE)]);
  decorate(Bench, 'stats', [Get('__stats'), ...headers(JSON_TYPE)]);
  decorate(Bench, 'echo', [Post('echo'), HttpCode(200), ...headers(JSON_TYPE)], Body());
  const pages = ['plaintext', 'json', 'delay', 'down', '__info', '__stats'];
  refuseOthers(Bench, 'GET', { Post, Put, Delete, Patch, Options }, pages);
  refuseOthers(Bench, 'POST', { Get, Put, Delete, Patch, Options }, ['echo']);
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
