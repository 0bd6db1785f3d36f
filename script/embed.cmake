# Writes a C file with the JSON Schemas as texts; run by the build.
#
#	cmake -DOUT=FILE -DFOLDER=FOLDER "-DNAMES=impact check ..." -P embed.cmake
string(REPLACE " " ";" names "${NAMES}")
set(code "/* Made by script/embed.cmake out of reports/schemas. */\n#include \"reports/schema.h\"\n")
set(rows "")
foreach(name ${names})
	file(READ ${FOLDER}/${name}.json bytes HEX)
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
	string(REGEX REPLACE "(................................................................................)" "\\1\n\t"
		bytes "${bytes}")
	string(APPEND code "\nstatic const unsigned char bytes_of_${name}[] = {\n\t${bytes}\n};\n")
	string(APPEND rows "\t{ \"${name}\", { (const char *)bytes_of_${name}, sizeof bytes_of_${name} } },\n")
endforeach()
string(APPEND code "\nconst struct schema schemas[] = {\n${rows}\t{ NULL, { NULL, 0 } },\n};\n")
file(WRITE ${OUT} "${code}")
