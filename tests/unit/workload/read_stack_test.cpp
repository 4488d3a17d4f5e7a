#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

using testing::ElementsAre;

constexpr auto kFile = "node/http/stack.toml";

std::string complaint_after(std::string_view from, std::string_view to) {
  return SmallWorkloads().replace(kFile, from, to).complaint();
}

TEST(Stack, IsReadInFull) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "third_party = []",
                    "third_party = [\"b\", \"a\"]\nguide = \"https://x\"\nnotes = \"n\"");
  const Stack stack = load_stack(workloads.root() / kFile).value();
  EXPECT_EQ(stack.id, "node/http");
  EXPECT_EQ(stack.runtime, "node");
  EXPECT_EQ(stack.concurrency_model, "event_loop");
  EXPECT_EQ(stack.keep_alive_s, 75);
  EXPECT_THAT(stack.third_party, ElementsAre("a", "b"));
  EXPECT_THAT(stack.argv, ElementsAre("{runtime}", "server.mjs"));
  EXPECT_EQ(stack.env.at("NODE_ENV"), "production");
  EXPECT_THAT(stack.endpoints, ElementsAre("/plaintext", "/delay"));
  EXPECT_EQ(stack.guide, "https://x");
  EXPECT_EQ(stack.notes, "n");
  EXPECT_EQ(stack.file, workloads.root() / kFile);
}

TEST(Stack, NamesTheNearestKeyToAnUnknownOne) {
  EXPECT_EQ(
      complaint_after("loop = \"libuv\"", "loop = \"libuv\"\nenviron = { A = \"b\" }"),
      "node/http/stack.toml:12: environ: is not a known key: correct or remove it. Known: schema, id, title, "
      "language, runtime, not_testable_here, argv, env, guide, notes, needs, also_on, jobs, tier, "
      "layer, flavour, concurrency_model, accept_mode, workers, loop, http_parser, json_lib, ws_impl, "
      "offload, "
      "keep_alive_s, third_party, slower_argv, endpoints, cannot.");
  EXPECT_THAT(complaint_after("ws_impl =", "note = \"n\"\nws_impl ="),
              testing::HasSubstr(" Did you mean 'notes'? "));
}

TEST(Stack, ComputesInNoPoolUnlessItSaysSo) {
  SmallWorkloads workloads;
  EXPECT_EQ(load_stack(workloads.root() / kFile).value().offload, "none");
  workloads.replace(kFile, "ws_impl = \"none\"", "ws_impl = \"none\"\noffload = \"process\"");
  EXPECT_EQ(load_stack(workloads.root() / kFile).value().offload, "process");
  EXPECT_EQ(
      complaint_after("ws_impl = \"none\"", "ws_impl = \"none\"\noffload = \"threads\""),
      "node/http/stack.toml:15: offload: unknown value 'threads': choose a known one. Did you mean 'thread'? "
      "Known: none, thread, process.");
}

TEST(Stack, HasSeveralWorkersOnlyWhereNotOneAcceptsAlone) {
  SmallWorkloads workloads;
  EXPECT_EQ(load_stack(workloads.root() / kFile).value().workers, 1);
  EXPECT_FALSE(load_stack(workloads.root() / kFile).value().scales);
  workloads.replace(kFile, "accept_mode = \"single\"", "accept_mode = \"rr\"\nworkers = 2");
  const auto stack = load_stack(workloads.root() / kFile);
  ASSERT_TRUE(stack) << stack.error().message;
  EXPECT_EQ(stack->workers, 2);
  EXPECT_TRUE(stack->scales);
  EXPECT_THAT(complaint_after("ws_impl = \"none\"", "ws_impl = \"none\"\nworkers = 2"),
              testing::HasSubstr("workers: is for several, which one process that accepts alone"));
}

TEST(Stack, MustSayWhatCpuOffComputesIn) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "\"/delay\"]", "\"/delay\", \"/cpu_off\"]");
  EXPECT_THAT(
      workloads.complaint_about(kFile, nullptr),
      testing::HasSubstr("endpoints: has '/cpu_off', but nothing to compute in: add offload = \"thread\""));
  workloads.replace(kFile, "ws_impl = \"none\"", "ws_impl = \"none\"\noffload = \"thread\"");
  EXPECT_EQ(workloads.complaint_about(kFile, nullptr), "");
}

TEST(Stack, MustNotLackAKey) {
  EXPECT_EQ(complaint_after("json_lib = \"JSON\"\n", ""),
            "node/http/stack.toml:1: json_lib: is missing: add json_lib = \"…\"");
}

TEST(Stack, MustNotHaveAnEmptyString) {
  EXPECT_EQ(complaint_after("title = \"Node\"", "title = \" \""),
            "node/http/stack.toml:3: title: is empty: write a value, or remove the key if it may be absent");
}

TEST(Stack, MustNotHaveAValueOfTheWrongType) {
  EXPECT_EQ(complaint_after("title = \"Node\"", "title = 3"),
            "node/http/stack.toml:3: title: must not be a whole number: write it like \"…\"");
  EXPECT_EQ(complaint_after("keep_alive_s = 75", "keep_alive_s = \"75\""),
            "node/http/stack.toml:15: keep_alive_s: must not be a string: write it like 1");
  EXPECT_EQ(complaint_after("third_party = []", "third_party = true"),
            "node/http/stack.toml:16: third_party: must not be true or false: write it like [\"…\"]");
  EXPECT_EQ(complaint_after("env = { NODE_ENV = \"production\" }", "env = []"),
            "node/http/stack.toml:18: env: must not be a list: write it like { NAME = \"value\" }");
  EXPECT_EQ(complaint_after("NODE_ENV = \"production\"", "UV_THREADS = 4"),
            "node/http/stack.toml:18: env.UV_THREADS: must not be a whole number: write it like \"…\"");
}

TEST(Stack, MustNotHaveANegativeKeepAlive) {
  EXPECT_EQ(complaint_after("keep_alive_s = 75", "keep_alive_s = -1"),
            "node/http/stack.toml:15: keep_alive_s: must be 0 or more (-1): correct the number");
}

TEST(Stack, IsStartedWithoutAShell) {
  EXPECT_EQ(complaint_after("argv = [\"{runtime}\", \"server.mjs\"]", "argv = \"node server.mjs\""),
            "node/http/stack.toml:17: argv: is one string ('node server.mjs'): write a list with one word "
            "per item, "
            "there is no shell to split it");
}

TEST(Stack, NeedsSomethingToStart) {
  EXPECT_EQ(complaint_after("argv = [\"{runtime}\", \"server.mjs\"]", "argv = []"),
            "node/http/stack.toml:17: argv: is an empty list: write at least one item");
  EXPECT_EQ(
      complaint_after("\"server.mjs\"", "\"\""),
      "node/http/stack.toml:17: argv[2]: is empty: write a value, or remove the key if it may be absent");
}

TEST(Stack, KnowsThreePlaceholders) {
  EXPECT_EQ(complaint_after("\"server.mjs\"", "\"--port={port}\""), "");
  EXPECT_EQ(
      complaint_after("\"server.mjs\"", "\"--port={prot}\""),
      "node/http/stack.toml:17: argv: has a placeholder I do not know ('{prot}'): correct it. Did you mean "
      "'{port}'? Known: {port}, {runtime}, {build}.");
}

TEST(Stack, OfWorkloadsIsStartedWithWhatLiesInTheBuildFolder) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "\"server.mjs\"]", "\"-cp={build}/a:{build}/b\"]\nneeds = [\"{build}/a\"]");
  const Catalog catalog = workloads.load().value();
  EXPECT_THAT(find_stack(catalog, "node/http")->argv, ElementsAre("{runtime}", "-cp=/build/a:/build/b"));
  EXPECT_THAT(find_stack(catalog, "node/http")->needs, ElementsAre("/build/a"));
  EXPECT_THAT(workloads.complaint_about(kFile, nullptr),
              testing::HasSubstr("argv: has a placeholder I do not know ('{build}')"));
}

TEST(Stack, MustNotNameAnEndpointTwice) {
  EXPECT_EQ(complaint_after("[\"/plaintext\", \"/delay\"]", "[\"/plaintext\", \"/delay\", \"/delay\"]"),
            "node/http/stack.toml:19: endpoints: has '/delay' twice: remove one");
}

TEST(Stack, MustRunOnAKnownRuntime) {
  EXPECT_EQ(complaint_after("runtime = \"node\"", "runtime = \"nod\""),
            "node/http/stack.toml:5: runtime: unknown runtime 'nod': correct it or add it to runtimes.toml. "
            "Did you "
            "mean 'node'? Known: node, native.");
}

TEST(Stack, MustImplementEndpointsOfTheContract) {
  EXPECT_EQ(complaint_after("[\"/plaintext\", \"/delay\"]", "[\"/plaintext\", \"/delay\", \"/dely\"]"),
            "node/http/stack.toml:19: endpoints: unknown endpoint '/dely': correct it or add it to "
            "contract.toml. Did "
            "you mean '/delay'? Known: /plaintext, /delay.");
}

TEST(Stack, IsNamedLikeItsFolder) {
  EXPECT_EQ(complaint_after("id = \"node/http\"", "id = \"native/server\""),
            "node/http/stack.toml:2: id: is 'native/server' in the folder node/http: make them the same");
}

TEST(Stack, MustNotHaveAnIdThatLeavesAFolder) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "id = \"node/http\"", "id = \"../http\"");
  EXPECT_EQ(workloads.complaint_about(kFile),
            "node/http/stack.toml:2: id: '../http' cannot be an id: use letters, digits, '.', '_', '-' and "
            "'/' between "
            "parts");
}

TEST(StackOfYourOwn, NeedsNoCatalog) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "runtime = \"node\"", "runtime = \"elixir\"");
  EXPECT_EQ(workloads.complaint_about(kFile), "");
}

TEST(StackOfYourOwn, IsCheckedAgainstACatalogWhenThereIsOne) {
  SmallWorkloads workloads;
  const Catalog catalog = workloads.load().value();
  workloads.replace(kFile, "runtime = \"node\"", "runtime = \"elixir\"");
  EXPECT_EQ(workloads.complaint_about(kFile, &catalog),
            "node/http/stack.toml:5: runtime: unknown runtime 'elixir': correct it or add it to "
            "runtimes.toml. Known: "
            "node, native.");
}

TEST(StackOfYourOwn, MustNotTakeAnIdThatExists) {
  SmallWorkloads workloads;
  const Catalog catalog = workloads.load().value();
  workloads.replace(kFile, "id = \"node/http\"", "id = \"native/server\"");
  EXPECT_EQ(
      workloads.complaint_about(kFile, &catalog),
      "node/http/stack.toml:2: id: 'native/server' is already the id of native/server/stack.toml: choose "
      "another");
}

TEST(Stacks, MayBeAManifestThatSaysWhyThereIsNoServer) {
  SmallWorkloads workloads;
  workloads.write("node/meteor/stack.toml", R"(schema = 1
id = "node/meteor"
title = "Meteor"
language = "node"
runtime = "node"
tier = "T3"
[not_testable_here]
reason = "it downloads"
command = "npx meteor"
)");
  const auto catalog = workloads.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const auto& why = find_stack(*catalog, "node/meteor")->not_testable_here;
  ASSERT_TRUE(why);
  EXPECT_EQ(why->reason, "it downloads");
  EXPECT_EQ(why->command, "npx meteor");
  workloads.replace("node/meteor/stack.toml", "command = \"npx meteor\"", "");
  EXPECT_EQ(workloads.complaint(),
            "node/meteor/stack.toml:7: not_testable_here.command: is missing: add command = \"…\"");
}

TEST(Stack, ConsistsOfItsFolderAndThoseItLaunchesFrom) {
  Stack stack;
  stack.file = "/w/node/http-offload/stack.toml";
  stack.argv = {"{runtime}", "--import", "../common/ten.mjs", "../http/server.mjs", "server.mjs",
                "..",        "../x"};
  EXPECT_EQ(folders_of(stack),
            (std::vector<std::filesystem::path>{"/w/node/http-offload", "/w/node/common", "/w/node/http"}));
}

}  // namespace
}  // namespace harness::workload
