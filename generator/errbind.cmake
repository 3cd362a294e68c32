# errbind: bindings written while a project is built. Installed as errbindConfig.cmake:
#
#   find_package(errbind REQUIRED)
#   errbind_generate(vendor_errors SCHEMA schema TARGETS c)
#   target_link_libraries(app PRIVATE vendor_errors)
#
# errbind_generate(NAME SCHEMA folder [OUT folder] [TEMPLATES folder...] [TARGETS target...]
#                  [VENDORS vendor...])
#
# writes the bindings into OUT (by default NAME in the current binary folder) whenever something
# changed that they are made from, and touches no file that stays the same. NAME becomes an
# interface library: what links it is built after the bindings, with their `include` folders.
# NAME_generate is the target that writes them, NAME_OUT the folder.
#
# ERRBIND_EXECUTABLE is the errbind that runs; it may be set beforehand.

get_filename_component(_errbind_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
find_program(ERRBIND_EXECUTABLE errbind HINTS "${_errbind_prefix}/bin")
if(NOT ERRBIND_EXECUTABLE)
  set(errbind_FOUND FALSE)
  set(errbind_NOT_FOUND_MESSAGE "there is no errbind; set ERRBIND_EXECUTABLE")
  return()
endif()

# Runs errbind and puts the lines that it prints into a variable.
function(_errbind_lines variable)
  execute_process(
    COMMAND ${ARGN} OUTPUT_VARIABLE lines RESULT_VARIABLE status
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "errbind cannot use the registry; what is wrong is above")
  endif()
  string(REPLACE "\n" ";" lines "${lines}")
  set(${variable} "${lines}" PARENT_SCOPE)
endfunction()

function(errbind_generate name)
  cmake_parse_arguments(arg "" "SCHEMA;OUT" "TEMPLATES;TARGETS;VENDORS" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "errbind_generate does not know '${arg_UNPARSED_ARGUMENTS}'")
  endif()
  if(NOT arg_SCHEMA)
    message(FATAL_ERROR "errbind_generate needs SCHEMA, the folder of the registry")
  endif()
  if(NOT arg_OUT)
    set(arg_OUT "${CMAKE_CURRENT_BINARY_DIR}/${name}")
  endif()
  get_filename_component(schema "${arg_SCHEMA}" ABSOLUTE)
  get_filename_component(out "${arg_OUT}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
  set(command "${ERRBIND_EXECUTABLE}" generate --schema "${schema}" --out "${out}")
  foreach(folder IN LISTS arg_TEMPLATES)
    get_filename_component(folder "${folder}" ABSOLUTE)
    list(APPEND command --templates "${folder}")
  endforeach()
  foreach(target IN LISTS arg_TARGETS)
    list(APPEND command --target "${target}")
  endforeach()
  foreach(vendor IN LISTS arg_VENDORS)
    list(APPEND command --vendor "${vendor}")
  endforeach()

  # A change of the registry may bring files or take some away, so it configures anew.
  _errbind_lines(inputs ${command} --list-inputs)
  _errbind_lines(outputs ${command} --list-outputs)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${inputs})

  set(stamp "${CMAKE_CURRENT_BINARY_DIR}/${name}.stamp")
  add_custom_command(
    OUTPUT "${stamp}" BYPRODUCTS ${outputs}
    COMMAND ${command} --quiet --stamp "${stamp}"
    DEPENDS ${inputs} "${ERRBIND_EXECUTABLE}"
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    COMMENT "Writing ${name}" VERBATIM)
  add_custom_target(${name}_generate ALL DEPENDS "${stamp}")

  # The include folders: OUT/TARGET/include of the targets that have one.
  set(includes "")
  foreach(output IN LISTS outputs)
    file(RELATIVE_PATH output "${out}" "${output}")
    if(output MATCHES "^[^/]+/include/")
      list(APPEND includes "${out}/${CMAKE_MATCH_0}")
    endif()
  endforeach()
  if(includes)
    list(REMOVE_DUPLICATES includes)
  endif()
  add_library(${name} INTERFACE)
  add_dependencies(${name} ${name}_generate)
  target_include_directories(${name} INTERFACE ${includes})
  set(${name}_OUT "${out}" PARENT_SCOPE)
endfunction()
