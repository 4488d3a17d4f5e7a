#include "workloads/native/kernels/nbody.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace harness::kernels::nbody {
namespace {

constexpr double kSolarMass = 4 * std::numbers::pi * std::numbers::pi;
constexpr double kDaysPerYear = 365.24;
constexpr double kStep = 0.01;

struct Body {
  double x, y, z;
  double vx, vy, vz;
  double mass;
};

using System = std::array<Body, 5>;

// x, y, z in astronomical units; their velocities per day; the mass in suns.
constexpr System kSystem{{
    {0, 0, 0, 0, 0, 0, 1},
    // Jupiter
    {4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01, 1.66007664274403694e-03,
     7.69901118419740425e-03, -6.90460016972063023e-05, 9.54791938424326609e-04},
    // Saturn
    {8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01, -2.76742510726411878e-03,
     4.99852801234917238e-03, 2.30417297573763929e-05, 2.85885980666130812e-04},
    // Uranus
    {1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01, 2.96460137564761618e-03,
     2.37847173959480950e-03, -2.96589568540237556e-05, 4.36624404335156298e-05},
    // Neptune
    {1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01, 2.68067772490389322e-03,
     1.62824170038242295e-03, -9.51592254519715870e-05, 5.15138902046611451e-05},
}};

System solar_system() {
  System bodies = kSystem;
  double px = 0, py = 0, pz = 0;
  for (Body& body : bodies) {
    body.vx *= kDaysPerYear;
    body.vy *= kDaysPerYear;
    body.vz *= kDaysPerYear;
    body.mass *= kSolarMass;
    px += body.vx * body.mass;
    py += body.vy * body.mass;
    pz += body.vz * body.mass;
  }
  Body& sun = bodies.front();
  sun.vx = -px / kSolarMass;
  sun.vy = -py / kSolarMass;
  sun.vz = -pz / kSolarMass;
  return bodies;
}

double energy(const System& bodies) {
  double sum = 0;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const Body& body = bodies[i];
    sum += 0.5 * body.mass * (body.vx * body.vx + body.vy * body.vy + body.vz * body.vz);
    for (std::size_t j = i + 1; j < bodies.size(); ++j) {
      const Body& other = bodies[j];
      const double dx = body.x - other.x;
      const double dy = body.y - other.y;
      const double dz = body.z - other.z;
      sum -= body.mass * other.mass / std::sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return sum;
}

void advance(System& bodies) {
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    Body& body = bodies[i];
    for (std::size_t j = i + 1; j < bodies.size(); ++j) {
      Body& other = bodies[j];
      const double dx = body.x - other.x;
      const double dy = body.y - other.y;
      const double dz = body.z - other.z;
      const double squared = dx * dx + dy * dy + dz * dz;
      const double pull = kStep / (squared * std::sqrt(squared));
      body.vx -= dx * other.mass * pull;
      body.vy -= dy * other.mass * pull;
      body.vz -= dz * other.mass * pull;
      other.vx += dx * body.mass * pull;
      other.vy += dy * body.mass * pull;
      other.vz += dz * body.mass * pull;
    }
  }
  for (Body& body : bodies) {
    body.x += kStep * body.vx;
    body.y += kStep * body.vy;
    body.z += kStep * body.vz;
  }
}

}  // namespace

Energies run(int steps) {
  System bodies = solar_system();
  const double before = energy(bodies);
  for (int step = 0; step < steps; ++step) advance(bodies);
  return {before, energy(bodies)};
}

std::string line(const Energies& energies) {
  return fmt::format("{:.9f} {:.9f}", energies.before, energies.after);
}

}  // namespace harness::kernels::nbody
