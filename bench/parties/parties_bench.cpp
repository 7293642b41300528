// Lists of restricted parties and screening, measured. FOLDER holds the screening data:
//
//     parties_bench qualifiers FOLDER     what countries and birth dates say
//     parties_bench addresses FOLDER      how frequent words of addresses are
//     parties_bench load FOLDER           import and loading of all lists at hand
//     parties_bench advanced MEBIBYTES    reading of a made-up sdn_advanced.xml
//
// Rows: python3 bench/parties/order_rows.py 1000000 | portolan screen - -v > hits.csv

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>

#include "address_shares.hpp"
#include "list_loading.hpp"
#include "qualifier_counts.hpp"

int main(int argc, char** argv) {
  try {
    const std::string_view task = argc > 2 ? argv[1] : "";
    const std::filesystem::path folder = argc > 2 ? argv[2] : "";
    if (task == "qualifiers") {
      portolan::bench::print_qualifier_counts(
          folder / "lists", folder / "names" / "negatives_global.csv.gz"
      );
    } else if (task == "addresses") {
      portolan::bench::print_address_shares(folder / "lists");
    } else if (task == "load") {
      portolan::bench::print_list_loading(folder / "lists");
    } else if (task == "advanced") {
      portolan::bench::print_advanced_reading(std::atoll(argv[2]));
    } else {
      fmt::print(stderr, "usage: parties_bench qualifiers|addresses|load FOLDER, advanced MIB\n");
      return 2;
    }
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "parties_bench: {}\n", error.what());
    return 1;
  }
}
